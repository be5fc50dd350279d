-- Who may see on the site whether a member is there, of those who let anybody: MEMBERS or EVERYBODY.
CREATE TABLE presence_choice (
    member VARCHAR(2050) PRIMARY KEY,
    shown VARCHAR(16) NOT NULL
);
