-- An account for everybody who has none, and one chapter that all of them have joined.

INSERT INTO account (name, email, email_key, verified_at, joined_at, language, created_at)
SELECT name, slug || '@example.org', slug || '@example.org', joined_at, joined_at,
    CASE id % 5 WHEN 0 THEN '' WHEN 1 THEN 'fr' WHEN 2 THEN 'es' WHEN 3 THEN 'pt' ELSE 'ar' END,
    joined_at
FROM profile WHERE account_id IS NULL;

UPDATE profile SET account_id = (
    SELECT a.id FROM account a WHERE a.email_key = profile.slug || '@example.org'
) WHERE account_id IS NULL;

INSERT INTO chapter (slug, kind, scope, topics, quality, created_at)
VALUES ('everybody', 'country', 'KE', '[]', '{}', '2026-01-01 00:00:00+00:00');

INSERT INTO membership (chapter_id, profile_id, state, since)
SELECT c.id, p.id, 'active', p.joined_at FROM profile p CROSS JOIN chapter c
WHERE c.slug = 'everybody';

INSERT INTO shared_with (profile_id, chapter) SELECT id, 'everybody' FROM profile
WHERE id NOT IN (SELECT profile_id FROM shared_with WHERE chapter = 'everybody');
