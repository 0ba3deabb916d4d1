import { css } from 'lit'

/** The style sheet of buttons, fields and panels, for all our pages. */
export const controlStyles = css`
  :host {
    display: block;
    box-sizing: border-box;
    min-width: 0;
  }

  :host([hidden]),
  [hidden] {
    display: none;
  }

  *,
  *::before {
    box-sizing: border-box;
  }

  h1,
  h2,
  p {
    margin: 0;
  }

  h2 {
    font-size: 0.875rem;
    font-weight: 600;
    color: var(--page-quiet);
  }

  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-height: 2.5rem;
    padding: 0 1rem;
    border: 1px solid var(--page-line);
    border-radius: 10px;
    background: var(--page-raised);
    color: var(--page-text);
    font: inherit;
    font-size: 0.875rem;
    font-weight: 600;
    white-space: nowrap;
    cursor: pointer;
    transition: border-color 120ms ease-out;
  }

  button:hover:enabled {
    border-color: var(--page-quiet);
  }

  button:disabled {
    opacity: 0.5;
    cursor: not-allowed;
  }

  button.primary {
    border-color: transparent;
    background: var(--page-accent);
    color: var(--page-on-accent);
  }

  .plain {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-height: 0;
    padding: 0;
    border: 0;
    border-radius: 6px;
    background: none;
    font-weight: 500;
    text-decoration: none;
  }

  .plain:hover {
    background: var(--page-raised);
  }

  button.small {
    min-height: 2rem;
    padding: 0 0.75rem;
    border-radius: 6px;
    font-weight: 500;
  }

  input:not([type='range'], [type='checkbox'], [type='radio'], [type='file']),
  select,
  textarea {
    width: 100%;
    min-width: 0;
    min-height: 2.5rem;
    padding: 0 0.75rem;
    border: 1px solid var(--page-line);
    border-radius: 10px;
    background: var(--page-surface);
    color: var(--page-text);
    font: inherit;
  }

  select,
  textarea {
    min-height: 2.25rem;
    font-size: 0.875rem;
  }

  textarea {
    padding: 0.5rem 0.75rem;
    resize: vertical;
  }

  input[role='switch'] {
    appearance: none;
    position: relative;
    width: 2.25rem;
    height: 1.25rem;
    margin: 0;
    border: 1px solid var(--page-quiet);
    border-radius: 1rem;
    background: var(--page-raised);
    cursor: pointer;
    transition: background-color 120ms ease-out;
  }

  input[role='switch']::before {
    content: '';
    position: absolute;
    inset: 2px auto auto 2px;
    width: 0.875rem;
    height: 0.875rem;
    border-radius: 50%;
    background: var(--page-quiet);
    transition: transform 120ms ease-out;
  }

  input[role='switch']:checked {
    border-color: var(--page-accent);
    background: var(--page-accent);
  }

  input[role='switch']:checked::before {
    background: var(--page-on-accent);
    transform: translateX(1rem);
  }

  .chip {
    position: relative;
    cursor: pointer;
  }

  .chip input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }

  .chip span {
    display: inline-flex;
    align-items: center;
    min-height: 2rem;
    padding: 0 0.625rem;
    border: 1px solid var(--page-line);
    border-radius: 6px;
    color: var(--page-quiet);
    font-size: 0.8125rem;
    font-weight: 500;
  }

  .chip :checked + span {
    border-color: var(--page-accent);
    color: var(--page-text);
  }

  .chip :disabled + span {
    opacity: 0.5;
    cursor: not-allowed;
  }

  .chip :focus-visible + span {
    outline: 2px solid var(--page-accent);
    outline-offset: 2px;
  }

  .trouble {
    margin-top: 0.5rem;
    color: var(--page-warn);
    font-size: 0.8125rem;
  }

  .trouble a {
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    color: inherit;
    font-weight: 600;
    vertical-align: bottom;
  }

  .trouble a .icon svg {
    width: 1rem;
    height: 1rem;
  }

  .trouble.bad {
    color: var(--page-bad);
  }

  .dot {
    flex: none;
    width: 0.5rem;
    height: 0.5rem;
    border-radius: 50%;
    background: var(--page-quiet);
  }

  .dot.good {
    background: var(--page-good);
  }

  .dot.warn {
    background: var(--page-warn);
  }

  .dot.bad {
    background: var(--page-bad);
  }

  .details {
    font-size: 0.8125rem;
    color: var(--page-quiet);
    overflow-wrap: anywhere;
  }

  .details summary {
    cursor: pointer;
  }

  input::placeholder {
    color: var(--page-quiet);
    opacity: 1;
  }

  input[type='range'] {
    width: 100%;
    height: 1.5rem;
    margin: 0;
    accent-color: var(--page-accent);
    cursor: pointer;
  }

  :focus-visible {
    outline: 2px solid var(--page-accent);
    outline-offset: 2px;
  }

  .panel {
    padding: 1rem;
    border: 1px solid var(--page-line);
    border-radius: 16px;
    background: var(--page-surface);
  }

  .quiet {
    color: var(--page-quiet);
    font-size: 0.875rem;
  }

  .icon {
    display: contents;
  }

  .icon svg {
    flex: none;
    width: 1.125rem;
    height: 1.125rem;
    stroke-width: 1.5;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none;
    }
  }
`
