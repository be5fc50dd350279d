-- Lists for everybody are found without looking at what is not for everybody.
CREATE INDEX post_security ON post (security, number);
