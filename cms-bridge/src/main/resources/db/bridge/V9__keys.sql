-- Keys with which programs of the site, its CMS foremost, sign what they ask. The secret itself is kept: what it signs is checked with it.
CREATE TABLE site_key (
    id VARCHAR(40) PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    secret VARCHAR(200) NOT NULL,
    scopes VARCHAR(500) NOT NULL,
    created BIGINT NOT NULL
);
