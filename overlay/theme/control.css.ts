import { css } from 'lit'

/** Buttons, fields and panels, as every part of our pages has them. */
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

  button {
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

  button.small {
    min-height: 2rem;
    padding: 0 0.75rem;
    border-radius: 6px;
    font-weight: 500;
  }

  input:not([type='range']) {
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
    flex: none;
    width: 1.125rem;
    height: 1.125rem;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none;
    }
  }
`
