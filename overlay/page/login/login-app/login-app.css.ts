import { css } from 'lit'

/** The style sheet of the login form: a card in the middle of the page. */
export const styles = css`
  :host {
    display: grid;
    place-items: center;
    min-height: 100vh;
    padding: 1rem;
  }

  .panel {
    display: grid;
    gap: 1rem;
    width: 100%;
    max-width: 24rem;
    padding: 1.5rem;
  }

  form {
    display: grid;
    gap: 1rem;
  }

  details form {
    margin-top: 1rem;
  }

  h1 {
    font-size: 1.25rem;
  }

  label {
    display: grid;
    gap: 0.25rem;
    font-size: 0.875rem;
  }

  .problem {
    color: var(--page-bad);
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
`
