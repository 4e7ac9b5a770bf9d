#include "agent/dialog_layout.h"

/* Distances at 96 DPI, from Microsoft's design guide ("Layout", recommended spacing). */
enum {
    MARGIN = 11,     /* around everything */
    GAP = 11,        /* between things that do not belong together */
    RELATED_GAP = 7, /* between things that do */
    LABEL_GAP = 3,   /* between a label and what it names */
    BUTTON_WIDTH = 75,
    BUTTON_HEIGHT = 23,
    BUTTON_PADDING = 10, /* left and right of the label */
    RADIO_MARK = 20,     /* the circle of a radio button, with the gap behind it */
    RADIO_ROOM = 2,      /* for the focus rectangle, above and below */
    SCREEN_GAP = 8,      /* between the window and the edge of the screen */
};

/* Sizes in lines of text, so that they grow with the font. */
enum {
    LEAST_WIDTH = 36,
    PREFERRED_WIDTH = 42,
    MOST_WIDTH = 60, /* as it opens */
    LEAST_ROWS = 2,  /* of the list */
    MOST_ROWS = 8,   /* of the list as it opens */
    LEAST_LINES = 3, /* of the changes */
    MOST_LINES = 12,
    ALL = 1000, /* more rows or lines than any screen has */
};

/* The heights of the two parts that can be of any height, and what is left where neither is there.
 */
struct flexible {
    int accounts;
    int changes;
    int spare;
};

int dialog_scale(int length, int dpi)
{
    return (length * dpi + 48) / 96;
}

static int scaled(const struct dialog_content *content, int length)
{
    return dialog_scale(length, content->dpi);
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int text_height(const struct dialog_content *content, enum dialog_part part, int width)
{
    return content->measure.height(content->measure.context, part, width);
}

static int inner_width(const struct dialog_content *content, int width)
{
    return width - 2 * scaled(content, MARGIN);
}

/* The height of the list with its rows to be seen, at most `limit` of them. */
static int list_height(const struct dialog_content *content, int width, size_t limit)
{
    const size_t rows = content->row_count < limit ? content->row_count : limit;
    const bool scrolls = content->list_width > inner_width(content, width);
    return content->list_frame_height + (scrolls ? content->list_scroll_height : 0) +
           larger(1, (int)rows) * content->row_height;
}

static int changes_height(const struct dialog_content *content, int width)
{
    return content->changes_frame.height +
           text_height(content, PART_CHANGES, width - content->changes_frame.width);
}

static int lines_height(const struct dialog_content *content, int lines)
{
    return content->changes_frame.height + lines * content->line_height;
}

/* With the list and the changes as low as can be read with comfort; or as can be at all. */
static struct flexible low(const struct dialog_content *content, int width, size_t rows, int lines)
{
    struct flexible flexible = {0};
    if (content->there[PART_ACCOUNTS])
        flexible.accounts = list_height(content, width, rows);
    if (content->there[PART_CHANGES])
        flexible.changes = lines_height(content, lines);
    return flexible;
}

static struct flexible least(const struct dialog_content *content, int width)
{
    return low(content, width, LEAST_ROWS, LEAST_LINES);
}

static struct flexible least_of_all(const struct dialog_content *content, int width)
{
    return low(content, width, 1, 1);
}

/* With all rows and lines to be seen, up to a limit. */
static struct flexible whole(const struct dialog_content *content, int width, size_t rows,
                             int lines)
{
    struct flexible flexible = least(content, width);
    if (content->there[PART_ACCOUNTS])
        flexible.accounts = list_height(content, width, rows);
    if (content->there[PART_CHANGES])
        flexible.changes =
            larger(flexible.changes, smaller(changes_height(content, inner_width(content, width)),
                                             lines_height(content, lines)));
    return flexible;
}

/* One pass from the top to the bottom. */
struct pass {
    const struct dialog_content *content;
    struct dialog_area *areas; /* NULL: only the height is wanted */
    int width;                 /* of the inside of the window */
    int y;
    bool begun; /* something stands above */
};

static void put(struct pass *pass, enum dialog_part part, int x, int width, int height)
{
    if (pass->areas != NULL)
        pass->areas[part] = (struct dialog_area){x, pass->y, width, height};
    pass->y += height;
    pass->begun = true;
}

static void leave_gap(struct pass *pass, int gap)
{
    if (pass->begun)
        pass->y += scaled(pass->content, gap);
}

/* A part of the whole width, `gap` below what stands above it. */
static void stack(struct pass *pass, enum dialog_part part, int gap, int height)
{
    if (!pass->content->there[part])
        return;
    leave_gap(pass, gap);
    put(pass, part, scaled(pass->content, MARGIN), inner_width(pass->content, pass->width), height);
}

static void stack_text(struct pass *pass, enum dialog_part part, int gap)
{
    if (pass->content->there[part])
        stack(pass, part, gap,
              text_height(pass->content, part, inner_width(pass->content, pass->width)));
}

static void stack_radio(struct pass *pass, enum dialog_part part, int gap)
{
    const struct dialog_content *content = pass->content;
    if (!content->there[part])
        return;
    const int width = inner_width(content, pass->width) - scaled(content, RADIO_MARK);
    stack(pass, part, gap, text_height(content, part, width) + 2 * scaled(content, RADIO_ROOM));
}

/* The icon, and beside it heading and explanation. */
static void put_top(struct pass *pass)
{
    const struct dialog_content *content = pass->content;
    const int top = pass->y;
    int x = scaled(content, MARGIN);
    int width = inner_width(content, pass->width);
    int bottom = top;
    if (content->there[PART_ICON]) {
        put(pass, PART_ICON, x, content->icon.width, content->icon.height);
        bottom = pass->y;
        pass->y = top;
        pass->begun = false;
        x += content->icon.width + scaled(content, MARGIN);
        width -= content->icon.width + scaled(content, MARGIN);
    }
    if (content->there[PART_HEADING])
        put(pass, PART_HEADING, x, width, text_height(content, PART_HEADING, width));
    if (content->there[PART_EXPLANATION]) {
        leave_gap(pass, RELATED_GAP);
        put(pass, PART_EXPLANATION, x, width, text_height(content, PART_EXPLANATION, width));
    }
    pass->begun = true;
    pass->y = larger(pass->y, bottom);
}

/* The warning, behind its icon. */
static void put_warning(struct pass *pass)
{
    const struct dialog_content *content = pass->content;
    const int indent = content->there[PART_WARNING_ICON]
                           ? content->small_icon.width + scaled(content, RELATED_GAP)
                           : 0;
    const int x = scaled(content, MARGIN);
    const int width = inner_width(content, pass->width) - indent;
    if (!content->there[PART_WARNING])
        return;
    leave_gap(pass, GAP);
    const int top = pass->y;
    if (content->there[PART_WARNING_ICON])
        put(pass, PART_WARNING_ICON, x, content->small_icon.width, content->small_icon.height);
    const int bottom = pass->y;
    pass->y = top;
    put(pass, PART_WARNING, x + indent, width, text_height(content, PART_WARNING, width));
    pass->y = larger(pass->y, bottom);
}

static int button_width(const struct dialog_content *content, enum dialog_part part)
{
    return larger(scaled(content, BUTTON_WIDTH),
                  content->measure.width(content->measure.context, part) +
                      2 * scaled(content, BUTTON_PADDING));
}

/* The first button behind those from `first` on that fit side by side; `*width` is how much they
 * take. One fits always. */
static int fill_row(const struct dialog_content *content, int first, int room, int *width)
{
    int part = first;
    *width = 0;
    for (; part < PART_COUNT; part++) {
        if (!content->there[part])
            continue;
        const int more = button_width(content, (enum dialog_part)part) +
                         (*width > 0 ? scaled(content, RELATED_GAP) : 0);
        if (*width > 0 && *width + more > room)
            break;
        *width += more;
    }
    return part;
}

/* The buttons, to the right, in as many rows as they need. */
static void put_buttons(struct pass *pass)
{
    const struct dialog_content *content = pass->content;
    const int height = larger(scaled(content, BUTTON_HEIGHT),
                              content->line_height + scaled(content, BUTTON_PADDING));
    const int room = inner_width(content, pass->width);
    int gap = GAP;
    for (int first = PART_FIX; first < PART_COUNT;) {
        int width = 0;
        const int next = fill_row(content, first, room, &width);
        if (width == 0)
            return;
        leave_gap(pass, gap);
        const int top = pass->y;
        int x = scaled(content, MARGIN) + room - width;
        for (int part = first; part < next; part++) {
            if (!content->there[part])
                continue;
            pass->y = top;
            put(pass, (enum dialog_part)part, x, button_width(content, (enum dialog_part)part),
                height);
            x += button_width(content, (enum dialog_part)part) + scaled(content, RELATED_GAP);
        }
        first = next;
        gap = RELATED_GAP;
    }
}

/* Puts everything in its place for one width. Returns the height that this takes. */
static int arrange(const struct dialog_content *content, int width, struct flexible flexible,
                   struct dialog_area *areas)
{
    struct pass pass = {
        .content = content, .areas = areas, .width = width, .y = scaled(content, MARGIN)};
    put_top(&pass);
    stack_text(&pass, PART_ACCOUNTS_LABEL, GAP);
    stack(&pass, PART_ACCOUNTS, LABEL_GAP, flexible.accounts);
    stack_text(&pass, PART_CHANGES_LABEL, GAP);
    stack(&pass, PART_CHANGES, LABEL_GAP, flexible.changes);
    stack_text(&pass, PART_LEVEL_LABEL, GAP);
    stack_radio(&pass, PART_LEVEL_3, LABEL_GAP);
    stack_radio(&pass, PART_LEVEL_2, LABEL_GAP);
    put_warning(&pass);
    stack_text(&pass, PART_STATUS, GAP);
    pass.y += flexible.spare;
    put_buttons(&pass);
    return pass.y + scaled(content, MARGIN);
}

static int least_height(const struct dialog_content *content, int width)
{
    return arrange(content, width, least(content, width), NULL);
}

/* Wide enough for each button and for reading. */
static int least_width(const struct dialog_content *content)
{
    int width = LEAST_WIDTH * content->line_height;
    for (int part = PART_FIX; part < PART_COUNT; part++)
        if (content->there[part])
            width = larger(width, button_width(content, (enum dialog_part)part) +
                                      2 * scaled(content, MARGIN));
    return width;
}

struct dialog_size dialog_layout_minimum(const struct dialog_content *content,
                                         struct dialog_size available)
{
    struct dialog_size size = {.width = least_width(content)};
    size.height = least_height(content, size.width);
    while (size.height > available.height && size.width < available.width) {
        size.width = smaller(size.width + content->line_height, available.width);
        size.height = least_height(content, size.width);
    }
    const int lowest = arrange(content, size.width, least_of_all(content, size.width), NULL);
    size.height = smaller(size.height, larger(lowest, available.height));
    return size;
}

/* Wide enough for the columns of the list and for all buttons in a row, within reason. */
static int wanted_width(const struct dialog_content *content)
{
    int buttons = 0;
    fill_row(content, PART_FIX, MOST_WIDTH * content->line_height, &buttons);
    const int widest = larger(buttons, content->there[PART_ACCOUNTS] ? content->list_width : 0) +
                       2 * scaled(content, MARGIN);
    return larger(PREFERRED_WIDTH * content->line_height,
                  smaller(widest, MOST_WIDTH * content->line_height));
}

struct dialog_size dialog_layout_preferred(const struct dialog_content *content,
                                           struct dialog_size available)
{
    const struct dialog_size minimum = dialog_layout_minimum(content, available);
    const int width = larger(minimum.width, smaller(wanted_width(content), available.width));
    const int height = arrange(content, width, whole(content, width, MOST_ROWS, MOST_LINES), NULL);
    return (struct dialog_size){width, larger(minimum.height, smaller(height, available.height))};
}

/* Adds as much of `*extra` as it takes for the rows and lines up to these limits to be seen; what
 * is too little for that is shared in proportion. */
static void grow(const struct dialog_content *content, int width, size_t rows, int lines,
                 struct flexible *flexible, int *extra)
{
    const struct flexible wanted = whole(content, width, rows, lines);
    const int for_rows = larger(0, wanted.accounts - flexible->accounts);
    const int for_lines = larger(0, wanted.changes - flexible->changes);
    const int both = for_rows + for_lines;
    const int given = smaller(*extra, both);
    if (given <= 0)
        return;
    const int to_rows = (int)((long long)given * for_rows / both);
    flexible->accounts += to_rows;
    flexible->changes += given - to_rows;
    *extra -= given;
}

/* Takes away what is missing, first from the changes, which can be scrolled. */
static void spare_height(struct flexible *flexible, struct flexible lowest, int missing)
{
    const int from_changes = smaller(missing, flexible->changes - lowest.changes);
    const int from_accounts = smaller(missing - from_changes, flexible->accounts - lowest.accounts);
    flexible->changes -= from_changes;
    flexible->accounts -= from_accounts;
}

/* Shares out what there is beyond the least height. */
static struct flexible share(const struct dialog_content *content, int width, int extra)
{
    struct flexible flexible = least(content, width);
    grow(content, width, MOST_ROWS, MOST_LINES, &flexible, &extra);
    grow(content, width, ALL, ALL, &flexible, &extra);
    if (extra < 0)
        spare_height(&flexible, least_of_all(content, width), -extra);
    if (extra <= 0)
        return flexible;
    if (!content->there[PART_ACCOUNTS] && !content->there[PART_CHANGES])
        flexible.spare = extra;
    else if (!content->there[PART_ACCOUNTS])
        flexible.changes += extra;
    else if (!content->there[PART_CHANGES])
        flexible.accounts += extra;
    else {
        flexible.accounts += extra / 2;
        flexible.changes += extra - extra / 2;
    }
    return flexible;
}

void dialog_layout(const struct dialog_content *content, struct dialog_size size,
                   struct dialog_area areas[PART_COUNT])
{
    for (int part = 0; part < PART_COUNT; part++)
        areas[part] = (struct dialog_area){0};
    const int extra = size.height - least_height(content, size.width);
    arrange(content, size.width, share(content, size.width, extra), areas);
}

/* The place along one axis: `length` centred on the anchor, then moved inside. */
static int place_along(int work, int work_length, int anchor, int anchor_length, int length,
                       int gap)
{
    const int wanted = anchor + anchor_length / 2 - length / 2;
    const int last = work + work_length - gap - length;
    return larger(work + smaller(gap, larger(0, work_length - length)), smaller(wanted, last));
}

struct dialog_area dialog_place(struct dialog_area work, struct dialog_area anchor,
                                struct dialog_size size, int dpi)
{
    const int gap = dialog_scale(SCREEN_GAP, dpi);
    return (struct dialog_area){
        .x = place_along(work.x, work.width, anchor.x, anchor.width, size.width, gap),
        .y = place_along(work.y, work.height, anchor.y, anchor.height, size.height, gap),
        .width = size.width,
        .height = size.height,
    };
}
