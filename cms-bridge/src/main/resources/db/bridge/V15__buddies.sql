-- What one member has to do with another on the site: a kind (FOLLOWS, NOTES, BLOCKS) and how it stands (NO, ASKED, YES). changed is the
-- site's time, heard is ours. What is due was not put into rosters yet. lent: the owner sees the other only since that lets all members see.
CREATE TABLE buddy (
    kind VARCHAR(16) NOT NULL,
    owner VARCHAR(2050) NOT NULL,
    other VARCHAR(2050) NOT NULL,
    state VARCHAR(16) NOT NULL,
    changed BIGINT NOT NULL,
    heard BIGINT NOT NULL,
    due BOOLEAN NOT NULL,
    lent BOOLEAN NOT NULL,
    PRIMARY KEY (owner, other, kind)
);
CREATE INDEX buddy_other ON buddy (other);
CREATE INDEX buddy_due ON buddy (due);

-- How one member stood in the roster and block list of another when the site and the roster last agreed.
CREATE TABLE buddy_seen (
    owner VARCHAR(2050) NOT NULL,
    other VARCHAR(2050) NOT NULL,
    listed BOOLEAN NOT NULL,
    wants BOOLEAN NOT NULL,
    lets BOOLEAN NOT NULL,
    blocks BOOLEAN NOT NULL,
    PRIMARY KEY (owner, other)
);
CREATE INDEX buddy_seen_other ON buddy_seen (other);

-- When the site's whole list was last begun and read to its end.
CREATE TABLE buddy_reader (
    id INT PRIMARY KEY,
    finished BIGINT
);
INSERT INTO buddy_reader (id, finished) VALUES (1, NULL);
