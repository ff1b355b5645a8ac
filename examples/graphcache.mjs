import { minifyIntrospectionQuery } from '@urql/introspection';
import { introspectionFromSchema, isObjectType } from 'graphql';

/**
 * A codegen plugin: the schema for graphcache, and the types whose objects have no id.
 * Those are kept as a part of the object that they belong to.
 */
export function plugin(schema) {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const embedded = Object.values(schema.getTypeMap()).filter(
    (type) =>
      isObjectType(type) &&
      !type.name.startsWith('__') &&
      !roots.includes(type) &&
      type.getFields().id === undefined,
  );
  const keys = embedded.map(({ name }) => `  ${name}: () => null,`).join('\n');
  const small = JSON.stringify(minifyIntrospectionQuery(introspectionFromSchema(schema)));
  return `export const keys = {\n${keys}\n};\n\nexport const schema = ${small};\n`;
}
