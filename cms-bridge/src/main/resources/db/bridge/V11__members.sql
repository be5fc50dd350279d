-- Of a MEMBER that a CMS elsewhere told of: how it is called here, and whether it may log in there. Without a name it is gone.
ALTER TABLE mirrored ADD COLUMN name VARCHAR(2050);
ALTER TABLE mirrored ADD COLUMN active BOOLEAN DEFAULT TRUE NOT NULL;
CREATE INDEX mirrored_name ON mirrored (name);

-- By what Ratatosk acts as a member at the CMS: sealed by a key that is in a file of the data folder, and not here.
CREATE TABLE cms_credential (
    member VARCHAR(2050) PRIMARY KEY,
    sealed VARCHAR(8000) NOT NULL
);
