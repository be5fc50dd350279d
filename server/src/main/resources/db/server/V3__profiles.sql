-- What an account says of itself (card) and what its website says of it; site is empty as long as the website says nothing.

CREATE TABLE profile (
    owner        VARCHAR(2100) NOT NULL PRIMARY KEY,
    card         VARCHAR,
    site         VARCHAR(2000) NOT NULL,
    site_name    VARCHAR(1000) NOT NULL,
    site_url     VARCHAR(2000) NOT NULL,
    site_picture BOOLEAN       NOT NULL
);

-- A node of an account holds one item, or none: then item, published and payload are null.
CREATE TABLE pep_node (
    owner     VARCHAR(2100) NOT NULL,
    node      VARCHAR(500)  NOT NULL,
    access    VARCHAR(20)   NOT NULL,
    item      VARCHAR(500),
    published BIGINT,
    payload   VARCHAR,
    PRIMARY KEY (owner, node)
);
