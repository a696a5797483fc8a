"""Words of a question that say nothing about whom one looks for, in our five languages."""

from __future__ import annotations

from typing import Final

from cop.vocabulary.spelling import plain

# Articles, prepositions and pronouns; who is looked for; that they know, work and are wanted.
FILLERS: Final = frozenset(
    plain(
        "a about all an and any anybody anyone are as at based be by can could do does for from "
        "find for has have i in into is know knows knowing knowledge known knowledgeable like live "
        "lives living located looking me members member my near need needs of on or our people "
        "person persons please "
        "professional professionals search show some somebody someone specialised specialized "
        "specialising specializing specialist specialists that the their them there they to "
        "want we what where which who whom whose with work worked working works expert experts "
        "expertise experience experienced colleague colleagues contact contacts "
        "au aux avec chez cherche chercher connait connaissent connaissant connaitre d dans de "
        "depuis des du elle en est et experte expertes gens il ils j je l la le les leur membre "
        "membres moi ou par pour personne personnes pres qu que quelqu qui quel quels sait savent "
        "se sont specialise specialisee specialises specialiste specialistes sur travaille "
        "travaillant travaillent un une professionnel professionnels y "
        "acerca al algun alguien busco buscar cerca con conoce conocen conozca del desde el ella "
        "ellos es especialista especialistas especializado especializada especializados experta "
        "expertas experto expertos gente los las miembro miembros para persona personas por que "
        "quien quienes saben sabe sobre son su trabaja trabajan trabajando una uno unos "
        "alguem algum ao aos conheca conhece conhecem com da das do dos e ela eles em entende "
        "membro na nas no nos o os ou para pela pelo perito peritos perita pessoa pessoas procuro "
        "quem sabem ser sobre trabalha trabalham trabalhando um uma "
        "في من الى إلى عن مع و او أو ما من هو هي هم هل ذوي لديه لديهم لديها الذي الذين التي "
        "ابحث أبحث اريد أريد حول عند بعض خبير خبيرة خبراء الخبراء خبرة اختصاصي اخصائي أخصائي "
        "متخصص متخصصة متخصصون متخصصين المتخصصين مختص مختصون مختصين شخص أشخاص الأشخاص ناس الناس "
        "احد أحد اعضاء أعضاء عضو يعرف تعرف يعرفون يعمل تعمل يعملون مهنيون"
    ).split()
)

# Words before which "French" is a language and no country; they say nothing themselves.
SPEAKS: Final = frozenset(
    plain(
        "speak speaks spoken fluent fluently parle parlent parlant parler habla hablan hablando "
        "fala falam falando يتحدث تتحدث يتحدثون يتكلم تتكلم يتكلمون يجيد تجيد يجيدون اللغة"
    ).split()
)

# The same, and after which: "French speakers".
SPEAKERS: Final = frozenset(
    plain(
        "speaking speaker speakers parlants locuteur locuteurs locutrice hablante hablantes "
        "falante falantes ناطق ناطقة ناطقون ناطقين الناطقين الناطقون متحدث متحدثين"
    ).split()
)

# Words beside which "local" is a level of government.
LEVEL_CUES: Final = tuple(plain("level levels niveau niveaux nivel niveles niveis مستوى").split())

# Words after which a small town is understood too.
PLACE_CUES: Final = frozenset(
    plain(
        "at based from in near around a au aux dans depuis en pres cerca desde em na no perto "
        "في من قرب"
    ).split()
)
