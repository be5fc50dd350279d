-- An account has several passwords: its own, whose name is empty, and one for each device. All have the same salts.

CREATE TABLE account_password (
    owner   VARCHAR(2100) NOT NULL,
    id      VARCHAR(100)  NOT NULL,
    name    VARCHAR(200)  NOT NULL,
    created BIGINT        NOT NULL,
    used    BIGINT,
    PRIMARY KEY (owner, id)
);

-- Salts and keys are in Base64.
CREATE TABLE password_key (
    owner      VARCHAR(2100) NOT NULL,
    password   VARCHAR(100)  NOT NULL,
    mechanism  VARCHAR(50)   NOT NULL,
    salt       VARCHAR(200)  NOT NULL,
    iterations INTEGER       NOT NULL,
    stored_key VARCHAR(200)  NOT NULL,
    server_key VARCHAR(200)  NOT NULL,
    PRIMARY KEY (owner, password, mechanism)
);

INSERT INTO account_password (owner, id, name, created) SELECT DISTINCT jid, 'first', '', 0 FROM scram_keys;
INSERT INTO password_key (owner, password, mechanism, salt, iterations, stored_key, server_key)
    SELECT jid, 'first', mechanism, salt, iterations, stored_key, server_key FROM scram_keys;
DROP TABLE scram_keys;
