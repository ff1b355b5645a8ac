import type { ASTVisitor, ValidationContext } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { textProblem } from '../../core/input/text.ts';

/** The one text rule, for texts that stand in the document itself. */
export function textRule(context: ValidationContext): ASTVisitor {
  return {
    StringValue: (node) => {
      const problem = textProblem(node.value);
      if (problem !== null)
        context.reportError(
          createGraphQLError(`A text in the document ${problem}`, { nodes: node }),
        );
    },
  };
}
