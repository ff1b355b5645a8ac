// Lints the OpenAPI document that comes on standard input, with the recommended rules of Redocly and
// of Spectral, and prints what they found as JSON.
import { text } from 'node:stream/consumers';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';

const RULES = {
  // The older admin API has both /admin/users/email/{email} and /admin/users/{user_id}/tokens. The
  // router prefers what is written out: `email` is never an id.
  'no-ambiguous-paths': 'off',
};

async function redocly(source) {
  const config = await createConfig({ extends: ['recommended'], rules: RULES });
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
  return problems.map(({ ruleId, message, location }) => {
    const place = location.map(({ pointer }) => pointer).join(' ');
    return `redocly ${ruleId}: ${message} (${place})`;
  });
}

async function spectral(source) {
  const linter = new spectralCore.Spectral();
  linter.setRuleset({ extends: [[spectralRulesets.oas, 'recommended']] });
  const problems = await linter.run(JSON.parse(source));
  return problems.map(
    ({ code, message, path }) => `spectral ${code}: ${message} (${path.join('/')})`,
  );
}

const source = await text(process.stdin);
process.stdout.write(JSON.stringify([...(await redocly(source)), ...(await spectral(source))]));
