-- From here on rows of alert and event that nobody needs any more are removed when they are old.

-- How many alerts are in each state, kept with every change, so that nobody has to count them.
CREATE TABLE alert_count (
    state VARCHAR(16) PRIMARY KEY,
    n BIGINT NOT NULL
);
INSERT INTO alert_count (state, n)
SELECT s.state, (SELECT COUNT(*) FROM alert WHERE alert.state = s.state)
FROM (VALUES ('WAITING'), ('SENT'), ('ACKNOWLEDGED'), ('BOUNCED'), ('DEAD'), ('DROPPED')) AS s (state);
