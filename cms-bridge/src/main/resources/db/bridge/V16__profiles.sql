-- What the site says of a member, whether or not there is an account yet: columns of which it said nothing are null, of what it has none they are
-- empty. due is when the account is to be told, in milliseconds since 1970; null while there is nothing to do. version tells one saying from the next.
CREATE TABLE member_profile (
    member  VARCHAR(2050) PRIMARY KEY,
    shown   VARCHAR(1000),
    page    VARCHAR(2000),
    picture VARCHAR(2000),
    version BIGINT  NOT NULL,
    tries   INTEGER NOT NULL,
    due     BIGINT
);
CREATE INDEX member_profile_due ON member_profile (due);
