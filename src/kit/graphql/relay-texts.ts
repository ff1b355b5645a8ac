import { PAGE_ITEMS } from './cost-items.ts';

/** How the relay plugin's own types read in the schema. */
export const relayTexts = {
  cursorType: 'String',
  edgesFieldOptions: {
    nullable: { list: false, items: false },
    description: 'The rows of the page, each with its cursor.',
    cost: { items: PAGE_ITEMS },
  },
  nodeFieldOptions: { nullable: false, description: 'The thing itself.' },
  nodeTypeOptions: { description: 'Whatever has an id of its own and can be read again by it.' },
  nodeQueryOptions: false,
  nodesQueryOptions: false,
  pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
  hasNextPageFieldOptions: { description: 'Whether rows follow after `endCursor`.' },
  hasPreviousPageFieldOptions: { description: 'Whether rows come before `startCursor`.' },
  startCursorFieldOptions: {
    description: 'Cursor of the first row of the page; null on an empty page.',
  },
  endCursorFieldOptions: {
    description: 'Cursor of the last row of the page; null on an empty page.',
  },
  cursorFieldOptions: { description: 'Where this row lies in the list; for `after` and `before`.' },
  pageInfoFieldOptions: { description: 'Where the page lies in the list.' },
  defaultEdgeTypeOptions: { description: 'One row of a page.' },
  firstArgOptions: {
    description:
      'How many rows from the start or after `after`: 0 to 100. Without `first` and `last`: 50.',
  },
  lastArgOptions: {
    description:
      'How many rows from the end or before `before`: 0 to 100. Not together with `first`.',
  },
  afterArgOptions: { description: 'Only rows after this cursor.' },
  beforeArgOptions: { description: 'Only rows before this cursor.' },
} as const;
