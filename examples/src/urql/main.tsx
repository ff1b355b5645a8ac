import { StrictMode, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { KeyForm } from '../key-form.tsx';
import { createClient } from './client.ts';
import { Users } from './users.tsx';

function App() {
  const [key, setKey] = useState('');
  const client = useMemo(() => createClient(key), [key]);
  if (key === '') return <KeyForm onKey={setKey} />;
  return (
    <Provider value={client}>
      <Users />
    </Provider>
  );
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
