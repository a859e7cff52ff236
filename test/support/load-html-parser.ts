// sanitize-html requires it, we import it: jest cannot do the one while it does the other.
import 'htmlparser2';
