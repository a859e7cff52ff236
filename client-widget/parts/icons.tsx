/** The icons of the box, in the colour of the text. */
export const Icon = ({ d, width = 1.6 }: { d: string; width?: number }) => (
  <svg
    viewBox="0 0 20 20"
    width="18"
    height="18"
    fill="none"
    stroke="currentColor"
    stroke-width={width}
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d={d} />
  </svg>
);

/** A hand with its thumb up; the style turns it for votes against. */
export const Hand = () => <Icon d="M7 17V9l3-6q2 0 2 2l-1 3h4q2 0 2 2l-1 5q0 2-2 2zM3 9h4v8H3z" />;
