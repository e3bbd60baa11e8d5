-- The words that mentions use for strength, section and extractor, so that each is held as a number.
CREATE TYPE strength_name AS ENUM (SELECT DISTINCT strength FROM mentions WHERE strength IS NOT NULL);
CREATE TYPE section_name AS ENUM (SELECT DISTINCT section FROM mentions WHERE section IS NOT NULL);
CREATE TYPE extractor_name AS ENUM (SELECT DISTINCT extractor FROM mentions WHERE extractor IS NOT NULL)
