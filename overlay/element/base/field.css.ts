import { css } from 'lit'

/** The style sheet of fields and buttons inside of elements. */
export const fieldStyles = css`
  :host {
    pointer-events: auto;
  }

  input,
  textarea {
    width: 100%;
    min-width: 0;
    padding: 0.45em 0.6em;
    border: 1px solid var(--_quiet);
    border-radius: var(--_radius);
    background: var(--_plate);
    color: inherit;
    font: inherit;
    line-height: 1.4;
    text-shadow: none;
  }

  ::placeholder {
    color: var(--_quiet);
    opacity: 1;
  }

  button {
    min-height: 2.2em;
    padding: 0.3em 0.9em;
    border: var(--_border);
    border-radius: var(--_radius);
    background: var(--_plate);
    color: inherit;
    font: inherit;
    text-shadow: none;
    white-space: nowrap;
    cursor: pointer;
  }

  button.main {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  button:disabled {
    opacity: 0.6;
    cursor: not-allowed;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }

  .refusal,
  .hint {
    margin: 0;
    font-size: 0.85em;
    overflow-wrap: anywhere;
  }

  .refusal {
    color: var(--_danger);
  }

  .hint {
    color: var(--_quiet);
  }
`
