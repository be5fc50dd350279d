-- The few comments that wait are found without looking at all others.
CREATE INDEX comment_state ON comment (state, number);
