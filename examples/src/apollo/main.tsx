import { ApolloProvider } from '@apollo/client/react';
import { StrictMode, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { KeyForm } from '../key-form.tsx';
import { createClient } from './client.ts';
import { Users } from './users.tsx';

function App() {
  const [key, setKey] = useState('');
  const client = useMemo(() => createClient(key), [key]);
  if (key === '') return <KeyForm onKey={setKey} />;
  return (
    <ApolloProvider client={client}>
      <Users />
    </ApolloProvider>
  );
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
