import { css } from 'lit'

/** The style sheet of the audit log. */
export const styles = css`
  ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li.panel {
    flex-wrap: wrap;
    gap: 0.25rem 0.75rem;
    padding: 0.5rem 0.75rem;
  }

  li > :first-child {
    flex: none;
  }

  code {
    flex: 1;
    min-width: 12rem;
  }

  details {
    flex-basis: 100%;
    color: var(--page-quiet);
  }

  summary {
    cursor: pointer;
  }

  pre {
    margin: 0.25rem 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`
