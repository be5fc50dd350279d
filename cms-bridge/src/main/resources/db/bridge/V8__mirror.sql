-- Where a post or comment stands if it is kept by a CMS elsewhere; without it, on the own pages.
ALTER TABLE post ADD COLUMN link VARCHAR(2000);
ALTER TABLE comment ADD COLUMN link VARCHAR(2000);

-- What a CMS elsewhere calls the posts and comments that are mirrored here, and when it last changed them; kind is POST or COMMENT.
-- Without a number it is gone, and what is heard late of it changes nothing. Of a MEMBER only the time is kept.
CREATE TABLE mirrored (
    kind VARCHAR(16) NOT NULL,
    id VARCHAR(1000) NOT NULL,
    number BIGINT UNIQUE,
    changed BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);

-- How far that CMS was read, and whether it was read to its end once: what was there before is no news.
CREATE TABLE mirror_reader (
    id INT PRIMARY KEY,
    position VARCHAR(2000) NOT NULL,
    filled BOOLEAN NOT NULL
);
INSERT INTO mirror_reader (id, position, filled) VALUES (1, '', FALSE);
