-- How the domain of an address was proved when it was linked. Until now every domain was hosted here.
ALTER TABLE identity ADD COLUMN domain_proof VARCHAR(16) DEFAULT 'HOSTED' NOT NULL;
