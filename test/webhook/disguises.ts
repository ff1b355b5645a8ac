import type { Network } from '../../src/domain/webhooks/network.ts';

const PUBLIC = '93.184.215.14';

/** One that cannot be told by its looks: what its name resolves to, at the first question and at later ones. */
export const RESOLVED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'private.example.com': [['10.0.0.5']],
  'loopback.example.com': [['127.0.0.1']],
  'mixed.example.com': [[PUBLIC, '192.168.1.1']],
  'shared.example.com': [['100.64.0.1']],
  'zero.example.com': [['0.0.0.0']],
  'mapped.example.com': [['::ffff:10.0.0.1']],
  'unique-local.example.com': [['fd00::1']],
  'mixed-six.example.com': [['2606:4700::1111', '::1']],
  'zoned.example.com': [['fe80::1%eth0']],
  'nat64.example.com': [['64:ff9b::a00:1']],
  'nonsense.example.com': [['not an address']],
  'azure.example.com': [['168.63.129.16']],
  'azure-rebinding.example.com': [[PUBLIC], ['168.63.129.16']],
  'rebinding.example.com': [[PUBLIC], ['127.0.0.1']],
  'rebinding-six.example.com': [[PUBLIC], ['::1']],
  'nowhere.example.com': [[]],
};

export const REDIRECTS: Readonly<Record<string, string>> = {
  'http://to-loopback.example.com/': 'http://127.0.0.1/',
  'http://to-metadata.example.com/': 'http://169.254.169.254/latest/meta-data/',
  'http://to-azure.example.com/': 'http://168.63.129.16/machine?comp=goalstate',
  'http://to-azure-name.example.com/': 'http://azure.example.com/',
  'http://to-octal.example.com/': 'http://0177.0.0.1/',
  'http://to-name.example.com/': 'http://private.example.com/',
  'http://to-rebinding.example.com/': 'http://rebinding.example.com/',
  'http://to-neighbour.example.com/': '//redis:6379/',
  'http://relative.example.com/a/b': '../c',
  'http://relative.example.com/c': 'http://[::1]/',
  'http://chain.example.com/': 'https://chain.example.com/1',
  'https://chain.example.com/1': 'https://chain.example.com/2',
  'https://chain.example.com/2': 'http://10.0.0.1/',
  'http://loop.example.com/': 'http://loop.example.com/',
  'http://pair.example.com/a': '/b',
  'http://pair.example.com/b': '/a',
  'http://to-file.example.com/': 'file:///etc/passwd',
  'http://to-gopher.example.com/': 'gopher://93.184.215.14:6379/_FLUSHALL',
  'http://astray.example.com/': 'http://[::1',
  'http://to-port.example.com/': 'http://127.0.0.1:99999/',
  'http://to-user.example.com/': 'http://user:word@example.com/',
  'http://moved.example.com/': 'https://www.example.com/',
  'http://here.example.com/': '/there',
};

export function disguises(): Network {
  const questions = new Map<string, number>();
  return {
    resolve: (name) => {
      const answers = RESOLVED[name] ?? [[PUBLIC]];
      const before = questions.get(name) ?? 0;
      questions.set(name, before + 1);
      return Promise.resolve(answers[before % answers.length] ?? []);
    },
    redirectOf: async ({ href }) => REDIRECTS[href] ?? null,
  };
}
