import { render } from 'preact';
import { App } from './app.tsx';
import './style/main.css';

const root = document.querySelector('#dashboard');
if (root !== null) render(<App />, root);
