import type { Explained, PlanNode } from './explained.ts';

/** Few rows, however large the installation. */
export const SMALL = ['row_counts', 'usage_writers', 'data_keys'];

/** Which tables a statement's plan reads from end to end, although they grow. */
export function readWhole({ plan }: Explained): string[] {
  return nodesOf(plan)
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name'] ?? '')
    .filter((table) => !SMALL.includes(table));
}

/** What a statement does, the statement in short, and its plan. */
export function describePlan({ text, plan }: Explained): string {
  const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  const lines = linesOf(plan, 0);
  return [
    `${tablesOf(plan)}: ${counted(pages, 'page')}. \`${shortened(text)}\``,
    '',
    '```',
    ...(lines.length > 0 ? lines : [plan['Node Type']]),
    '```',
  ].join('\n');
}

function tablesOf(plan: PlanNode): string {
  const nodes = nodesOf(plan);
  const namesOf = (some: readonly PlanNode[]) => [
    ...new Set(some.flatMap((node) => node['Relation Name'] ?? [])),
  ];
  const written = nodes.filter((node) => node.Operation !== undefined);
  const writes = namesOf(written);
  const reads = namesOf(nodes.filter((node) => !written.includes(node)));
  const parts = [
    ...(writes.length > 0 ? [`writes ${writes.join(', ')}`] : []),
    ...(reads.length > 0 ? [`reads ${reads.join(', ')}`] : []),
  ];
  const [first = 'reads no table', ...others] = parts;
  return [first[0]?.toUpperCase() + first.slice(1), ...others].join('; ');
}

const LONG_LIST = 40;
const LONGEST = 320;

/** Without its long lists of columns, and not all of a long one. */
function shortened(text: string): string {
  const brief = text
    .split(/(?<=\bselect )/)
    .map(withoutList)
    .join('');
  return brief.length > LONGEST ? `${brief.slice(0, LONGEST)} …` : brief;
}

/** Of the text after `select`, up to where its own `from` stands. */
function withoutList(text: string): string {
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(/[()]| from /g)) {
    if (found === '(') depth += 1;
    else if (found === ')') depth -= 1;
    else if (depth === 0) return index > LONG_LIST ? `…${text.slice(index)}` : text;
    if (depth < 0) return text;
  }
  return text;
}

/** They hand on what others read. */
const PLUMBING = [
  'Result',
  'Subquery Scan',
  'CTE Scan',
  'Hash',
  'Materialize',
  'Memoize',
  'WindowAgg',
];
const JOINS = ['Nested Loop', 'Hash Join', 'Merge Join'];

/** Nodes that touch a table, and what is done to their rows; the others tell nothing. */
function linesOf(node: PlanNode, depth: number): string[] {
  if (!touchesTable(node)) return [];
  const { Plans: below = [] } = node;
  const told = below.filter(touchesTable);
  const type = node['Node Type'];
  const isJoinOfOne = JOINS.includes(type) && told.length < 2;
  if (PLUMBING.includes(type) || isJoinOfOne) return told.flatMap((one) => linesOf(one, depth));
  return [
    `${'  '.repeat(depth)}${lineOf(node)}`,
    ...told.flatMap((one) => linesOf(one, depth + 1)),
  ];
}

function touchesTable(node: PlanNode): boolean {
  return nodesOf(node).some((one) => 'Relation Name' in one || 'Index Name' in one);
}

function lineOf(node: PlanNode): string {
  const {
    'Node Type': type,
    Operation: operation,
    'Index Name': index,
    'Relation Name': table,
    'Actual Loops': loops,
    'Rows Removed by Filter': removed = 0,
  } = node;
  const what = [operation ?? type, index && `by ${index}`, table && `on ${table}`];
  // A count of rows is that of one turn, in the mean.
  const rows = Math.round(node['Actual Rows'] * loops);
  // What a statement within another writes comes back to nobody.
  const came = operation !== undefined && rows === 0 ? [] : [counted(rows, 'row')];
  const others = [
    ...(loops === 0 ? ['not needed'] : came),
    ...(removed > 0 ? [`${Math.round(removed * loops)} more looked at`] : []),
    ...(loops > 1 ? [`${loops} turns`] : []),
  ];
  return [what.filter(Boolean).join(' '), others.join(', ')].filter(Boolean).join(': ');
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
