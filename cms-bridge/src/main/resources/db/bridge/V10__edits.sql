-- By which ids people can name the message that made a post or a comment: its own, and those of its corrections (XEP-0308, XEP-0424).
-- message_id is a hash; request_key is that of the post or comment.
CREATE TABLE message_made (
    sender VARCHAR(2050) NOT NULL,
    message_id VARCHAR(64) NOT NULL,
    request_key VARCHAR(200) NOT NULL,
    PRIMARY KEY (sender, message_id)
);
INSERT INTO message_made (sender, message_id, request_key)
SELECT r.sender, r.message_id, r.request_key FROM request r
WHERE r.words <> 'corrections' AND r.answer IS NOT NULL AND NOT EXISTS (SELECT 1 FROM request later
    WHERE later.sender = r.sender AND later.message_id = r.message_id AND later.words <> 'corrections'
    AND (later.came > r.came OR (later.came = r.came AND later.request_key > r.request_key)));
DELETE FROM request WHERE words = 'corrections';

-- Which members like which posts and comments.
CREATE TABLE liked (
    number BIGINT NOT NULL,
    member VARCHAR(2050) NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (number, member)
);
CREATE INDEX liked_member ON liked (member);
