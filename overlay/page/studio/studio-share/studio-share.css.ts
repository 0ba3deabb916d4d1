import { css } from 'lit'

/** The style sheet of the share bar: a row of buttons, and a dialog. */
export const styles = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  #link {
    flex: 1 1 10rem;
    width: auto;
    min-width: 8rem;
    color: var(--page-quiet);
    font-size: 0.8125rem;
    text-overflow: ellipsis;
  }

  @media (max-width: 60em) {
    .row > button {
      gap: 0.375rem;
      padding: 0 0.5rem;
    }
  }

  @media (max-width: 47.99em) {
    .row > button {
      flex: 1 1 auto;
    }
  }

  .on {
    border-color: var(--page-accent);
    color: var(--page-accent);
  }

  dialog {
    width: min(44rem, calc(100vw - 2rem));
    color: var(--page-text);
  }

  dialog[open] {
    display: grid;
    gap: 0.75rem;
  }

  dialog::backdrop {
    background: #05070bb3;
  }

  textarea {
    font:
      0.8125rem/1.5 ui-monospace,
      monospace;
    white-space: pre;
    overflow: auto;
  }
`
