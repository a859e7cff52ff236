/** The icons of the console, in the colour of the text; a text beside each gives its meaning. */
const Icon = ({ d, size = 20, weight = 1.6 }: { d: string; size?: number; weight?: number }) => (
  <svg
    viewBox="0 0 20 20"
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    stroke-width={weight}
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={d} />
  </svg>
);

export const QueueIcon = () => <Icon d="M3 5h14M3 10h9M3 15h6M13 14l2 2 3-4" />;
export const CommentsIcon = () => <Icon d="M4 4h12q1 0 1 1v8q0 1-1 1H9l-4 3v-3H4q-1 0-1-1V5q0-1 1-1zM6.5 8h7M6.5 10.500h4" />;
export const AuditIcon = () => <Icon d="M10 3a7 7 0 1 1-6.500 4.500M3 4v3.500h3.500M10 6v4l3 2" />;
export const SitesIcon = () => <Icon d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c3 3 3 11 0 14M10 3c-3 3-3 11 0 14" />;
export const TryIcon = () => <Icon d="M8 3h4M9 3v5l-4.500 7q-1 2 1 2h9q2 0 1-2L11 8V3M7 12h6" />;
export const AccountIcon = () => <Icon d="M10 3.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM4 17q0-5 6-5t6 5" />;
export const KeysIcon = () => (
  <Icon d="M4 5h12q1.500 0 1.500 1.500v7q0 1.500-1.500 1.500H4q-1.500 0-1.500-1.500v-7Q2.500 5 4 5zM6 8.500h.01M9 8.500h.01M12 8.500h.01M15 8.500h.01M7 11.800h6" />
);
export const SearchIcon = () => <Icon d="M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM13 13l4 4" size={18} />;
export const MoreIcon = () => <Icon d="M4 10h.01M10 10h.01M16 10h.01" weight={2.8} />;
export const OutIcon = () => <Icon d="M8 5H5v10h10v-3M11 4h5v5M16 4l-7 7" size={14} />;
export const TeaIcon = () => (
  <Icon d="M4 8h10v4q0 4-5 4t-5-4zM14 9h1.500q1.500 0 1.500 1.500T15.500 12H14M7 3q-1 1 0 2M11 3q-1 1 0 2" size={44} />
);
export const CloudIcon = () => <Icon d="M6 15q-3 0-3-3t3-3q1-4 4.500-4T15 9q2.500 0 2.500 3T15 15M9 13l2 4M11 13l-2 4" size={44} />;
export const CloseIcon = () => <Icon d="M5 5l10 10M15 5L5 15" size={16} />;
export const BackIcon = () => <Icon d="M12 4l-6 6 6 6" size={16} />;

/** Two strokes in a box: the logo. */
export const BrandIcon = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path d="M5 2h14q3 0 3 3v10q0 3-3 3h-8l-5 4v-4H5q-3 0-3-3V5q0-3 3-3z" fill="currentColor" />
    <path d="M7 8h10M7 12h6" class="strokes" fill="none" stroke-width="2" stroke-linecap="round" />
  </svg>
);
