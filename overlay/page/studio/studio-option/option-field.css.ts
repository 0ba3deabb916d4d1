import { css } from 'lit'

/** The style sheet of an option: a name, a control, and a description. */
export const styles = css`
  .field {
    display: grid;
    grid-template-columns: 1fr auto auto;
    align-items: center;
    gap: 0.125rem 0.5rem;
    padding-block: 0.5rem;
  }

  label {
    grid-row: 1;
    grid-column: 1;
    font-size: 0.875rem;
    font-weight: 500;
  }

  .reset {
    grid-row: 1;
    grid-column: 2;
    min-height: 1.5rem;
    padding: 0 0.25rem;
    color: var(--page-accent);
  }

  .reset .icon svg {
    width: 0.875rem;
    height: 0.875rem;
  }

  output {
    grid-row: 1;
    grid-column: 3;
    color: var(--page-text);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }

  .flag input {
    grid-row: 1;
    grid-column: 3;
  }

  input[type='range'],
  select,
  textarea,
  .many,
  .text input {
    grid-column: 1 / -1;
  }

  .hint {
    grid-column: 1 / -1;
    color: var(--page-quiet);
    font-size: 0.75rem;
    line-height: 1.4;
  }

  [aria-invalid='true'] ~ .hint {
    color: var(--page-bad);
  }

  .many {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    padding-block: 0.25rem;
  }
`
