//! What a message wants to be filled in with. For the build script and the tests.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Expression, InlineExpression, Message, Pattern, PatternElement};

/// Its variables, in alphabetical order.
pub fn variables<'m>(message: &Message<&'m str>) -> BTreeSet<&'m str> {
    let mut found = BTreeSet::new();
    message.value.iter().for_each(|pattern| in_pattern(pattern, &mut found));
    found
}

fn in_pattern<'m>(pattern: &Pattern<&'m str>, found: &mut BTreeSet<&'m str>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression<'m>(expression: &Expression<&'m str>, found: &mut BTreeSet<&'m str>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            variants.iter().for_each(|variant| in_pattern(&variant.value, found));
        }
    }
}

fn in_inline<'m>(inline: &InlineExpression<&'m str>, found: &mut BTreeSet<&'m str>) {
    match inline {
        InlineExpression::VariableReference { id } => _ = found.insert(id.name),
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        _ => {}
    }
}
