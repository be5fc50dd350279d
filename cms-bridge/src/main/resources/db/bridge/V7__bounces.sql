-- How often in a row alerts to an address came back since one arrived there or somebody asked for another try. told says whether
-- the member was told that no more go there.
CREATE TABLE alert_bounce (
    address VARCHAR(2050) PRIMARY KEY,
    bounces INT NOT NULL,
    last_error VARCHAR(2000) NOT NULL,
    last_at BIGINT NOT NULL,
    told BOOLEAN NOT NULL
);
CREATE INDEX alert_bounce_told ON alert_bounce (told, bounces);
