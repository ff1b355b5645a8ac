import { PAGE_ITEMS } from './cost-items.ts';

/** How the relay plugin's own types read in the schema. */
export const relayTexts = {
  cursorType: 'String',
  edgesFieldOptions: {
    nullable: { list: false, items: false },
    description: 'The rows of the page, each with its cursor.',
    cost: { items: PAGE_ITEMS },
  },
  nodesOnConnection: {
    description: 'The objects of the page, without their cursors: the same as `edges { node }`.',
    cost: { items: PAGE_ITEMS },
  },
  nodeFieldOptions: { nullable: false, description: 'The object.' },
  nodeTypeOptions: { description: 'An object with an id of its own.' },
  nodeQueryOptions: false,
  nodesQueryOptions: false,
  pageInfoTypeOptions: { description: 'The position of a page in its list.' },
  hasNextPageFieldOptions: { description: 'Whether there are rows after `endCursor`.' },
  hasPreviousPageFieldOptions: { description: 'Whether there are rows before `startCursor`.' },
  startCursorFieldOptions: {
    description: 'Cursor of the first row of the page; null if the page is empty.',
  },
  endCursorFieldOptions: {
    description: 'Cursor of the last row of the page; null if the page is empty.',
  },
  cursorFieldOptions: {
    description: 'The position of this row in the list, for `after` and `before`.',
  },
  pageInfoFieldOptions: { description: 'The position of the page in the list.' },
  defaultEdgeTypeOptions: { description: 'One row of a page.' },
  firstArgOptions: {
    description:
      'The number of rows from the start or after `after`: 0 to 100. Without `first` and `last`: 50.',
  },
  lastArgOptions: {
    description:
      'The number of rows from the end or before `before`: 0 to 100. Use either `first` or `last`, not both.',
  },
  afterArgOptions: { description: 'Only rows after this cursor.' },
  beforeArgOptions: { description: 'Only rows before this cursor.' },
} as const;
