import { css } from 'lit'

/** The style sheet of the facts of a live room. */
export const styles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    padding: 0.5rem 0.75rem;
  }

  h1,
  .trouble {
    flex: 1 1 100%;
    min-width: 0;
    margin: 0;
  }

  h1 {
    font-size: 1.125rem;
    overflow-wrap: anywhere;
  }

  a {
    color: var(--page-accent);
    font-size: 0.875rem;
  }

  details {
    font-size: 0.875rem;
    color: var(--page-quiet);
  }

  summary {
    cursor: pointer;
  }

  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.75rem;
    margin: 0.25rem 0 0;
    padding: 0;
    list-style: none;
    overflow-wrap: anywhere;
  }

  .number {
    font-variant-numeric: tabular-nums;
  }

  [aria-pressed='true'] {
    border-color: var(--page-accent);
  }

  [aria-pressed='true'] svg {
    color: var(--page-accent);
    fill: currentColor;
  }
`
