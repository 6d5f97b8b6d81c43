"""Deep visual analogy-making (Reed, Zhang, Zhang and Lee 2015): A is to B as C is to what?"""
