-- How members want to hear of things: quiet hours in minutes of the day, and whether what comes while they are away is told in one
-- message. An alert that is held for that is WAITING and has no next_try.
CREATE TABLE alert_manner (
    member VARCHAR(2050) PRIMARY KEY,
    zone VARCHAR(64) NOT NULL,
    quiet_from INT,
    quiet_to INT,
    listed BOOLEAN NOT NULL
);
