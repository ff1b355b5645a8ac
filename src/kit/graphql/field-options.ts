import type { SchemaTypes } from '@pothos/core';
import type { AccessRule } from '../../security/authentication/access.ts';
import type { FieldCost } from './cost.ts';

// What our plugins let each field declare.

declare global {
  namespace PothosSchemaTypes {
    // The parameters are Pothos's: an interface is only merged when all are named alike.
    interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends import('@pothos/core').TypeParam<Types>,
      Nullable extends import('@pothos/core').FieldNullability<Type>,
      Args extends import('@pothos/core').InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > {
      access?: AccessRule<ParentShape>;
      cost?: FieldCost;
      /** A mutation that acts once for each `Idempotency-Key`. Every other one refuses the header. */
      honoursIdempotencyKey?: true;
    }
  }
}
