// Checks answers against the OpenAPI document that describes them. Standard input is
// `{document, answers: [{name, pointer, body}]}`; the pointer names the schema. Prints what does not fit.
import { text } from 'node:stream/consumers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const { document, answers } = JSON.parse(await text(process.stdin));
// Words of OpenAPI in the document are no mistakes.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, 'openapi');

const problems = answers.flatMap(({ name, pointer, body }) => {
  const validate = ajv.compile({ $ref: `openapi#${pointer}` });
  return validate(body) ? [] : [`${name}: ${ajv.errorsText(validate.errors)}`];
});
process.stdout.write(JSON.stringify(problems));
