-- What the site tells one member (recipient) or everybody: numbered with posts and comments, told once for each request_key. about is
-- who did it, if it is about somebody.
CREATE TABLE notice (
    number BIGINT PRIMARY KEY,
    request_key VARCHAR(300) NOT NULL UNIQUE,
    target VARCHAR(16) NOT NULL,
    recipient VARCHAR(2050),
    about VARCHAR(2050) NOT NULL,
    title VARCHAR(2000) NOT NULL,
    body VARCHAR(20000) NOT NULL,
    link VARCHAR(2000) NOT NULL,
    action VARCHAR(200) NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX notice_created ON notice (created);

-- That somebody added or removed somebody else as a friend, until it is told: the opposite takes it away before that.
CREATE TABLE friend_news (
    actor VARCHAR(2050) NOT NULL,
    recipient VARCHAR(2050) NOT NULL,
    target VARCHAR(16) NOT NULL,
    due BIGINT NOT NULL,
    PRIMARY KEY (actor, recipient)
);
CREATE INDEX friend_news_due ON friend_news (due);
