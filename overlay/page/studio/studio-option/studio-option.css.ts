import { css } from 'lit'

/** The style sheet of the right column of the studio. */
export const styles = css`
  .search {
    display: flex;
    align-items: center;
    position: relative;
    margin-bottom: 1rem;
  }

  .search .icon svg {
    position: absolute;
    inset-inline-start: 0.75rem;
    color: var(--page-quiet);
    pointer-events: none;
  }

  .search input[type='search'] {
    min-height: 2.25rem;
    padding-inline-start: 2.375rem;
    font-size: 0.875rem;
  }

  header {
    display: flex;
    align-items: flex-start;
    justify-content: space-between;
    gap: 0.75rem;
  }

  h2 {
    color: var(--page-text);
    font-size: 1rem;
  }

  .fill {
    margin-top: 0.75rem;
  }

  fieldset {
    min-width: 0;
    margin: 1rem 0 0;
    padding: 0;
    border: 0;
  }

  legend {
    width: 100%;
    padding: 0 0 0.25rem;
    border-bottom: 1px solid var(--page-line);
    color: var(--page-quiet);
    font-size: 0.75rem;
    font-weight: 600;
    letter-spacing: 0.04em;
  }
`
