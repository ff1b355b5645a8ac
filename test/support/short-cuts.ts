/**
 * The setting that a suite runs with: everything holds with the short cuts and without. A test that is
 * about one of the two says so itself.
 */
export const SHORT_CUTS = process.env['TEST_SHORT_CUTS'] ?? 'true';
