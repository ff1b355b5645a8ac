import { isObjectType } from 'graphql';

/** A codegen plugin: tells graphcache that objects without an id are part of the object that has them. */
export function plugin(schema) {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const embedded = Object.values(schema.getTypeMap()).filter(
    (type) =>
      isObjectType(type) &&
      !type.name.startsWith('__') &&
      !roots.includes(type) &&
      type.getFields().id === undefined,
  );
  const lines = embedded.map(({ name }) => `  ${name}: () => null,`);
  return `export const keys = {\n${lines.join('\n')}\n};\n`;
}
