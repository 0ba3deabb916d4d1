import { css } from 'lit'

/** The style sheet of the gifts on the page of a live room. */
export const styles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    max-height: 45vh;
    overflow: auto;
  }

  details {
    font-size: 0.875rem;
  }

  details[open] {
    flex: 1 1 100%;
  }

  summary {
    width: max-content;
    cursor: pointer;
  }

  .windows {
    display: flex;
    gap: 0.5rem;
    margin: 0.5rem 0;
  }

  ol {
    display: grid;
    gap: 0.25rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    gap: 0.75rem;
    overflow-wrap: anywhere;
  }

  li > span:nth-child(2) {
    flex: 1;
    min-width: 0;
  }

  li:nth-child(-n + 3) {
    font-weight: 600;
  }

  .number {
    font-variant-numeric: tabular-nums;
  }
`
