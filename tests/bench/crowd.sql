-- One more copy of the 2,000 people of the demo, whose ids are the first. After :start theirs begin.
-- Every tenth has a third name, of six letters, that nobody else has.
-- CROSS JOIN keeps SQLite from beginning with all the tags there are.

INSERT INTO profile (
    id, slug, name, name_key, email, country, city, city_id, institution_id, unit, position,
    stakeholder, government_level, bio, website, orcid, visibility, published_at, photo, levels,
    joined_at, updated_at, version
)
SELECT
    p.id + :start,
    'member-' || (p.id + :start),
    p.first || p.second || p.third,
    lower(p.first || p.second || p.third),
    '', p.country, p.city, p.city_id, p.institution_id, p.unit, p.position,
    p.stakeholder, p.government_level, p.bio, p.website, p.orcid, p.visibility, p.published_at,
    p.photo, p.levels, p.joined_at, p.updated_at, p.version
FROM (
    SELECT
        one.*,
        substr(one.name, 1, instr(one.name, ' ')) AS first,
        substr(other.name, instr(other.name, ' ') + 1) AS second,
        CASE WHEN one.id % 10 THEN '' ELSE ' ' || char(
            97 + one.lot % 26, 97 + one.lot / 26 % 26, 97 + one.lot / 676 % 26,
            97 + one.lot / 17576 % 26, 97 + one.lot / 456976 % 26, 97 + one.lot / 11881376 % 26
        ) END AS third
    FROM (
        SELECT *, (id + :start) * 179424673 % 308915776 AS lot FROM profile WHERE id <= 2000
    ) one
    CROSS JOIN profile other ON other.id = (one.id * 7919 + :start / 2000 * 13) % 2000 + 1
) p;

INSERT INTO profile_tag (profile_id, field, key, text, level, rank)
SELECT profile_id + :start, field, key, text, level, rank
FROM profile_tag
WHERE profile_id <= 2000 AND NOT (field = 'expertise' AND rank = 0);

INSERT OR IGNORE INTO profile_tag (profile_id, field, key, text, level, rank)
SELECT p.id + :start, tag.field, tag.key, tag.text, tag.level, tag.rank
FROM profile p
CROSS JOIN profile_tag tag ON tag.profile_id = (p.id * 7919 + :start / 2000 * 13) % 2000 + 1
WHERE p.id <= 2000 AND tag.field = 'expertise' AND tag.rank = 0;
