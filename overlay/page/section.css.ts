import { css } from 'lit'

/** The style sheet of the sections of the page of a host. */
export const sectionStyles = css`
  section {
    display: grid;
    gap: 0.75rem;
  }

  form {
    display: grid;
    gap: 0.75rem;
  }

  label {
    display: grid;
    gap: 0.25rem;
    font-size: 0.875rem;
  }

  label.flag {
    display: flex;
    align-items: center;
    gap: 0.75rem;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
  }

  .row a {
    color: var(--page-accent);
    font-size: 0.875rem;
  }

  .row input {
    flex: 1 1 12rem;
  }

  ul {
    display: grid;
    gap: 0.25rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }

  li > :first-child {
    flex: 1;
    min-width: 0;
  }

  h3 {
    margin: 0;
    font-size: 0.875rem;
    font-weight: 600;
  }

  .state {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    font-weight: 600;
  }
`
