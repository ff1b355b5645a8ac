const JSON_TYPE = { 'content-type': 'application/scim+json; charset=utf-8' };

/** Unusual requests, and how they are answered. `USER` stands for the path of one. */
export const MALFORMED: readonly (readonly [number, method: string, to: string, RequestInit?])[] = [
  [200, 'GET', '/Users?filter=id%20pr&filter=active%20eq%20true'],
  [200, 'GET', '/Users?count=-5&startIndex=-1'],
  [200, 'GET', '/Users?startIndex=999999999999'],
  [400, 'GET', '/Users?startIndex=99999999999999999999'],
  [200, 'GET', `/Users?filter=${encodeURIComponent('meta.created gt "0001-01-01T00:00:00Z"')}`],
  [400, 'GET', `/Users?filter=${encodeURIComponent('meta.created gt "0000-01-01T00:00:00Z"')}`],
  [
    400,
    'GET',
    `/Users?filter=${encodeURIComponent('meta.created lt "9999-12-31T23:59:59-14:00"')}`,
  ],
  [200, 'HEAD', '/Users'],
  [200, 'OPTIONS', '/Users'],
  [405, 'PATCH', '/Users'],
  [405, 'POST', 'USER'],
  [404, 'GET', '/Users/00000000000000000000000000'],
  [404, 'GET', '/Users/%00'],
  [404, 'GET', '/Me'],
  [404, 'POST', '/Bulk', { headers: JSON_TYPE, body: '{}' }],
  [405, 'POST', '/Users/.search', { headers: JSON_TYPE, body: '{}' }],
  [201, 'POST', '/Users', { headers: JSON_TYPE, body: '{"USERNAME": "upper@example.com"}' }],
  [
    201,
    'POST',
    '/Users',
    {
      headers: JSON_TYPE,
      body: JSON.stringify({
        userName: `${'ﷺ'.repeat(240)}`,
        emails: [{ value: 'wide@example.com' }],
      }),
    },
  ],
  [
    201,
    'POST',
    '/Groups',
    {
      headers: JSON_TYPE,
      body: JSON.stringify({
        displayName: 'ΐ'.repeat(255),
        externalId: '\u{10ffff}'.repeat(127),
      }),
    },
  ],
];
